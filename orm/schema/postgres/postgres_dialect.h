// How PostgreSQL (15 and later) keeps, reads and changes its schema.
#pragma once

#include "orm/schema/dialect.h"

namespace ormd {

const Dialect& PostgresDialect();

}  // namespace ormd
