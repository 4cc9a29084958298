// Reflection in both versions, the user's files included, and the Schema service.
#include <google/protobuf/descriptor.pb.h>

#include <map>

#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using testing::Contains;
using testing::IsSupersetOf;

template <typename Service, typename Request, typename Response>
class Reflection {
 public:
  explicit Reflection(const Server& server)
      : stub_(Service::NewStub(server.channel())), stream_(stub_->ServerReflectionInfo(&context_)) {}
  ~Reflection() {
    stream_->WritesDone();
    EXPECT_THAT(stream_->Finish(), IsOk());
  }

  Response Ask(const Request& request) {
    Response response;
    EXPECT_TRUE(stream_->Write(request) && stream_->Read(&response));
    return response;
  }

  std::vector<std::string> Services() {
    Request request;
    request.set_list_services("");
    std::vector<std::string> names;
    const Response response = Ask(request);
    for (const auto& service : response.list_services_response().service()) names.push_back(service.name());
    return names;
  }

  std::vector<std::string> FilesWith(const std::string& symbol) {
    Request request;
    request.set_file_containing_symbol(symbol);
    std::vector<std::string> names;
    const Response response = Ask(request);
    for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
      google::protobuf::FileDescriptorProto file;
      EXPECT_TRUE(file.ParseFromString(bytes));
      names.push_back(file.name());
    }
    return names;
  }

  int ErrorFor(const std::string& symbol) {
    Request request;
    request.set_file_containing_symbol(symbol);
    return Ask(request).error_response().error_code();
  }

 private:
  std::unique_ptr<typename Service::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> stream_;
};

template <typename Reflection>
void ExpectEverything(Reflection reflection) {
  EXPECT_THAT(reflection.Services(),
              IsSupersetOf({"orm.v1.EntityManager", "orm.v1.Sessions", "orm.v1.Schema",
                            "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"}));
  EXPECT_THAT(reflection.FilesWith("orm.v1.EntityManager"), Contains("orm/v1/entity_manager.proto"));
  EXPECT_THAT(reflection.FilesWith("library.v1.Author"), Contains("library/v1/library.proto"));
  EXPECT_THAT(reflection.FilesWith("library.v1.Author.name"), Contains("library/v1/library.proto"));
  EXPECT_EQ(reflection.ErrorFor("library.v1.Nobody"), StatusCode::NOT_FOUND);
}

class ReflectionTest : public ConformanceTest {};

TEST_P(ReflectionTest, BothVersionsServeTheApiAndTheEntities) {
  namespace v1 = grpc::reflection::v1;
  namespace v1alpha = grpc::reflection::v1alpha;
  ExpectEverything(
      Reflection<v1::ServerReflection, v1::ServerReflectionRequest, v1::ServerReflectionResponse>(server()));
  ExpectEverything(
      Reflection<v1alpha::ServerReflection, v1alpha::ServerReflectionRequest, v1alpha::ServerReflectionResponse>(
          server()));
}

TEST_P(ReflectionTest, TheSchemaServiceDescribesEntities) {
  grpc::ClientContext context;
  orm::v1::GetEntityRequest request;
  orm::v1::GetEntityResponse response;
  request.set_entity("Book");
  ASSERT_THAT(server().schema().GetEntity(&context, request, &response), IsOk());
  EXPECT_EQ(response.entity().name(), "library.v1.Book");
  EXPECT_EQ(response.entity().table(), "book");
  EXPECT_THAT(response.entity().primary_key(), testing::ElementsAre("id"));
  std::map<std::string, orm::v1::Property> properties;
  for (const auto& property : response.entity().properties()) properties[property.name()] = property;
  EXPECT_EQ(properties["price"].type(), "decimal(10,2)");
  EXPECT_EQ(properties["author"].target(), "library.v1.Author");
  EXPECT_EQ(properties["tags"].kind(), orm::v1::Property::MANY_TO_MANY);
}

TEST_P(ReflectionTest, TheServerSaysWhatItTalksTo) {
  grpc::ClientContext context;
  orm::v1::GetServerInfoResponse info;
  ASSERT_THAT(server().schema().GetServerInfo(&context, {}, &info), IsOk());
  EXPECT_EQ(info.database_kind(), GetParam());
  EXPECT_FALSE(info.version().empty());
  EXPECT_EQ(info.entities(), 10u);
  EXPECT_GT(info.pool().size(), 0u);
}

ORMD_ON_EVERY_DATABASE(ReflectionTest);

}  // namespace
}  // namespace ormd::conformance
