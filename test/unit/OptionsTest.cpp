//===- OptionsTest.cpp - Reading and layering options ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "plugin/Options.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

std::string errorOf(Error E) {
  return E ? toString(std::move(E)) : std::string();
}

TEST(Options, ParsesNamesAndValues) {
  Options O;
  ASSERT_EQ(errorOf(O.parse("rules=a, b;format=sarif;jobs=3;;fail-on=any")),
            "");
  EXPECT_EQ(O.Rules, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(O.Format, ReportFormat::Sarif);
  EXPECT_EQ(O.Jobs, 3u);
  EXPECT_EQ(O.Fail, FailOn::Any);
  EXPECT_FALSE(O.Output.has_value());
}

TEST(Options, ValuesMayHoldEqualsAndColons) {
  Options O;
  ASSERT_EQ(errorOf(O.parse("output=a=b.txt;rules=wdm:SpinLock")), "");
  EXPECT_EQ(*O.Output, "a=b.txt");
  EXPECT_EQ(O.Rules, std::vector<std::string>{"wdm:SpinLock"});
}

TEST(Options, RefusesWhatItDoesNotKnow) {
  Options O;
  EXPECT_EQ(errorOf(O.parse("formt=text")),
            "there is no option 'formt'; did you mean 'format'?");
  EXPECT_EQ(errorOf(O.parse("format=xml")),
            "option 'format' cannot be 'xml': the choices are text, json, "
            "sarif, html");
  EXPECT_NE(errorOf(O.parse("jobs=-1")), "");
  EXPECT_NE(errorOf(O.parse("budget=0")), "");
  EXPECT_NE(errorOf(O.parse("rules=a,,b")), "");
  EXPECT_NE(errorOf(O.parse("models=")), "");
  EXPECT_NE(errorOf(O.parse("format")), "");
}

TEST(Options, StrongerSourcesReplaceButFilesAddUp) {
  Options Strong, Weak;
  ASSERT_EQ(errorOf(Strong.parse("format=json;models=strong.yaml")), "");
  ASSERT_EQ(
      errorOf(Weak.parse("format=text;jobs=2;models=weak.yaml;rules=double")),
      "");
  Strong.inherit(Weak);
  EXPECT_EQ(Strong.Format, ReportFormat::Json);
  EXPECT_EQ(Strong.Jobs, 2u);
  EXPECT_EQ(Strong.Rules, std::vector<std::string>{"double"});
  // The stronger file comes last: its rows replace those of the weaker.
  EXPECT_EQ(Strong.Models,
            (std::vector<std::string>{"weak.yaml", "strong.yaml"}));
}

TEST(Options, FilesInAnOptionsFileAreRelativeToIt) {
  Options O;
  ASSERT_EQ(errorOf(O.parseFile(MemoryBufferRef(
                "models: [a.yaml, /abs/b.yaml]\nroles: c.yaml\noutput: d.txt\n",
                "dir/options.yaml"))),
            "");
  EXPECT_EQ(O.Models, (std::vector<std::string>{"dir/a.yaml", "/abs/b.yaml"}));
  EXPECT_EQ(O.Roles, std::vector<std::string>{"dir/c.yaml"});
  EXPECT_EQ(*O.Output, "d.txt");
}

TEST(Options, AnEmptyOptionsFileSaysNothing) {
  Options O;
  EXPECT_EQ(errorOf(O.parseFile(MemoryBufferRef("", "o.yaml"))), "");
  EXPECT_EQ(errorOf(O.parseFile(MemoryBufferRef("# nothing\n", "o.yaml"))), "");
}

TEST(Options, ErrorsInAnOptionsFileHaveTheirPlace) {
  Options O;
  EXPECT_EQ(
      errorOf(O.parseFile(MemoryBufferRef("jobs: 1\nformat: xml\n", "o.yaml"))),
      "o.yaml:2:9: error: option 'format' cannot be 'xml': the choices "
      "are text, json, sarif, html\n"
      "format: xml\n"
      "        ^~~");
  EXPECT_EQ(errorOf(O.parseFile(MemoryBufferRef("config: x\n", "o.yaml"))),
            "o.yaml:1:1: error: an options file cannot name another\n"
            "config: x\n"
            "^~~~~~");
}

} // namespace
