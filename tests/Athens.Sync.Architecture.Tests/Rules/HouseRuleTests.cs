using Athens.Sync.Architecture.Tests.Sources;

namespace Athens.Sync.Architecture.Tests.Rules;

/// <summary>The tree as it stands keeps the rules.</summary>
public sealed class HouseRuleTests
{
    private static readonly string[] Everywhere = ["src", "tests", "samples", "benchmarks"];

    private static readonly IReadOnlyList<SourceFile> Source = Repository.Sources("src");

    [Fact]
    public void Source_Files_AreShort() => Violation.AssertNone(Source.SelectMany(HouseRules.FileIsShort));

    [Fact]
    public void Source_Methods_AreShort() => Violation.AssertNone(Source.SelectMany(HouseRules.MethodsAreShort));

    [Fact]
    public void Source_Files_HoldOneTypeNamedAsTheyAre() => Violation.AssertNone(Source.SelectMany(HouseRules.OneTypeAFile));

    [Fact]
    public void Source_FoldersAndFiles_AreNamedAfterConcepts() => Violation.AssertNone(Source.SelectMany(HouseRules.NamesSayWhatItIsAbout));

    [Fact]
    public void Source_Namespaces_FollowFolders() => Violation.AssertNone(Source.SelectMany(HouseRules.NamespaceFollowsFolder));

    [Fact]
    public void Source_Classes_AreSealed() => Violation.AssertNone(HouseRules.ClassesAreSealed(Source));

    [Fact]
    public void Source_KnowsNothing_OfTheSample() => Violation.AssertNone(Source.SelectMany(HouseRules.NoWordOfTheSample));

    [Fact]
    public void Code_Everywhere_HasNoRegions() => Violation.AssertNone(Everywhere.SelectMany(Repository.Sources).SelectMany(HouseRules.NoRegions));

    [Fact]
    public void Tests_Names_TellTheOutcome() =>
        Violation.AssertNone(Repository.Sources("tests").Concat(Repository.Sources("src/Athens.Sync.Testing")).SelectMany(HouseRules.TestsAreNamedForTheOutcome));
}
