// The settings of jemalloc, which it reads before main.

// Memory that is free goes back to the system ten seconds later although nothing is allocated: a daemon that is idle
// after a large answer would keep it for ever.
extern "C" {
extern const char* const malloc_conf;
const char* const malloc_conf = "background_thread:true";
}
