#include "server/service/reflection_index.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include "orm/metadata/loader.h"
#include "orm/v1/entity_manager.pb.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class ReflectionIndexTest : public testing::Test {
 protected:
  std::vector<std::string> FilesOf(const ServerReflectionRequest& request) {
    std::vector<std::string> names;
    const ServerReflectionResponse response = index_.Answer(request);
    for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
      google::protobuf::FileDescriptorProto file;
      EXPECT_TRUE(file.ParseFromString(bytes));
      names.push_back(file.name());
    }
    return names;
  }

  std::vector<std::string> FilesWith(const std::string& symbol) {
    ServerReflectionRequest request;
    request.set_file_containing_symbol(symbol);
    return FilesOf(request);
  }

  LoadResult entities_ = LoadSchemaFromSources({{"t.proto", ServerFixture::SchemaSource()}});
  ReflectionIndex index_{{orm::v1::Command::descriptor()->file()->pool(), &entities_.schema->pool()}, {"a.A", "b.B"}};
};

TEST_F(ReflectionIndexTest, ListsServices) {
  ServerReflectionRequest request;
  request.set_list_services("");
  const ServerReflectionResponse response = index_.Answer(request);
  ASSERT_EQ(response.list_services_response().service_size(), 2);
  EXPECT_EQ(response.list_services_response().service(1).name(), "b.B");
}

TEST_F(ReflectionIndexTest, FindsTheApiAndTheEntitiesWithAllTheyImport) {
  EXPECT_THAT(FilesWith("t.Item"), ElementsAre("t.proto", "orm/options.proto", "google/protobuf/descriptor.proto"));
  EXPECT_THAT(FilesWith("t.Item.name"), Contains("t.proto"));
  EXPECT_THAT(FilesWith("orm.v1.EntityManager.Find"), Contains("orm/v1/entity_manager.proto"));
}

TEST_F(ReflectionIndexTest, FindsFilesByName) {
  ServerReflectionRequest request;
  request.set_file_by_filename("t.proto");
  EXPECT_THAT(FilesOf(request), Contains("t.proto"));
}

TEST_F(ReflectionIndexTest, FindsExtensions) {
  ServerReflectionRequest request;
  request.mutable_file_containing_extension()->set_containing_type("google.protobuf.FieldOptions");
  request.mutable_file_containing_extension()->set_extension_number(51000);
  EXPECT_THAT(FilesOf(request), Contains("orm/options.proto"));
  request.set_all_extension_numbers_of_type("google.protobuf.MessageOptions");
  EXPECT_THAT(index_.Answer(request).all_extension_numbers_response().extension_number(), ElementsAre(51000, 51001));
}

TEST_F(ReflectionIndexTest, WhatIsNotThereIsAnErrorInsideTheAnswer) {
  ServerReflectionRequest request;
  request.set_host("h");
  for (int i = 0; i < 4; ++i) {
    if (i == 0) request.set_file_by_filename("nothing.proto");
    if (i == 1) request.set_file_containing_symbol("no.Thing");
    if (i == 2) request.set_all_extension_numbers_of_type("no.Thing");
    if (i == 3) request.mutable_file_containing_extension()->set_containing_type("no.Thing");
    const ServerReflectionResponse response = index_.Answer(request);
    EXPECT_EQ(response.error_response().error_code(), 5);
    EXPECT_EQ(response.valid_host(), "h");
    EXPECT_TRUE(response.has_original_request());
  }
  EXPECT_EQ(index_.Answer(ServerReflectionRequest()).error_response().error_code(), 3);
}

}  // namespace
}  // namespace ormd
