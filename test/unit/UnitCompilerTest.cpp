//===- UnitCompilerTest.cpp - Dependencies and the cache ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnitCompiler.h"
#include "ArtifactCache.h"
#include "Progress.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

using Words = std::vector<std::string>;

TEST(Dependencies, FollowTheTarget) {
  EXPECT_EQ(parseDependencies("out/a.o: a.c \\\n  b.h \\\r\n  c.h\n"),
            (Words{"a.c", "b.h", "c.h"}));
  EXPECT_EQ(parseDependencies("a.o : a.c"), Words{"a.c"});
  EXPECT_EQ(parseDependencies(""), Words());
}

TEST(Dependencies, EndWhereOtherRulesBegin) {
  EXPECT_EQ(parseDependencies("a.o: a.c b.h\n\nb.h:\n"), (Words{"a.c", "b.h"}));
}

TEST(Dependencies, AreQuotedAsMakeNeedsIt) {
  EXPECT_EQ(parseDependencies(R"(a.o: a\ b.c c\#d.h e$$f.h g\h.h i\\\ j.h)"),
            (Words{"a b.c", "c#d.h", "e$f.h", R"(g\h.h)", R"(i\ j.h)"}));
}

/// A cache in a folder of its own.
class Cache : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(sys::fs::createUniqueDirectory("cache", Folder));
    Expected<std::unique_ptr<ArtifactCache>> Opened =
        ArtifactCache::open((Folder + "/below/it").str());
    ASSERT_TRUE(bool(Opened));
    C = std::move(*Opened);
  }
  void TearDown() override { sys::fs::remove_directories(Folder); }

  void put(StringRef Kind, StringRef Key, StringRef Content) {
    Error E = C->put(Kind, Key, Content);
    ASSERT_FALSE(E) << toString(std::move(E));
  }

  std::string get(StringRef Kind, StringRef Key) {
    std::unique_ptr<MemoryBuffer> Entry = C->get(Kind, Key);
    return Entry ? Entry->getBuffer().str() : "(none)";
  }

  /// The file of the only entry.
  std::string file() {
    std::error_code EC;
    sys::fs::directory_iterator It(C->folder(), EC);
    return EC ? "" : It->path();
  }

  void write(StringRef Path, StringRef Text) {
    std::error_code EC;
    raw_fd_ostream OS(Path, EC);
    ASSERT_FALSE(EC);
    OS << Text;
  }

  SmallString<128> Folder;
  std::unique_ptr<ArtifactCache> C;
};

TEST_F(Cache, GivesWhatWasPut) {
  std::string Large(100000, 'x');
  put("unit", "k1", StringRef("a\0b", 3));
  put("unit", "k2", Large);
  put("other", "k1", "");
  EXPECT_EQ(get("unit", "k1"), std::string("a\0b", 3));
  EXPECT_EQ(get("unit", "k2"), Large);
  EXPECT_EQ(get("other", "k1"), "");
  EXPECT_EQ(get("unit", "k3"), "(none)");
  put("unit", "k1", "new");
  EXPECT_EQ(get("unit", "k1"), "new");
}

TEST_F(Cache, ADamagedEntryIsNone) {
  put("unit", "k", "some content that is long enough to be cut");
  std::string Path = file();
  std::string Whole = (*MemoryBuffer::getFile(Path))->getBuffer().str();
  for (size_t Size = 0; Size != Whole.size(); ++Size) {
    write(Path, StringRef(Whole).take_front(Size));
    EXPECT_EQ(get("unit", "k"), "(none)") << Size;
  }
  for (size_t At = 0; At != Whole.size(); ++At) {
    std::string Flipped = Whole;
    Flipped[At] ^= 0x10;
    write(Path, Flipped);
    EXPECT_EQ(get("unit", "k"), "(none)") << At;
  }
  write(Path, Whole);
  EXPECT_NE(get("unit", "k"), "(none)");
}

TEST_F(Cache, AnEntryUnderAnotherNameIsNone) {
  put("unit", "k", "content");
  std::string Path = file(), Other = Path;
  Other[Other.find("-k.") + 1] = 'l';
  ASSERT_FALSE(sys::fs::rename(Path, Other));
  EXPECT_EQ(get("unit", "l"), "(none)");
}

TEST(ArtifactKeys, KeepTheirPartsApart) {
  EXPECT_NE(ArtifactKey().add("ab").add("c").hex(),
            ArtifactKey().add("a").add("bc").hex());
  EXPECT_EQ(ArtifactKey().add("ab").hex(), ArtifactKey().add("ab").hex());
  EXPECT_EQ(ArtifactKey().hex().size(), 64u);
}

TEST(ProgressLine, TellsUnitsFindingsAndTime) {
  EXPECT_EQ(Progress::line("compiling", 0, 10, {}, 0.1),
            "spinguard: compiling 0/10");
  EXPECT_EQ(Progress::line("compiling", 5, 10, {}, 60),
            "spinguard: compiling 5/10, 1:00 left");
  EXPECT_EQ(Progress::line("compiling", 10, 10, {}, 60),
            "spinguard: compiling 10/10");
  EXPECT_EQ(Progress::line("analysing", 3, 12, 1, 10),
            "spinguard: analysing 3/12, 1 finding, 30 s left");
  EXPECT_EQ(Progress::line("analysing", 0, 0, {}, 3725),
            "spinguard: analysing, 1:02:05");
}

} // namespace
