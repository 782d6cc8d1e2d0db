using Athens.Sync.Architecture.Tests.Sources;

namespace Athens.Sync.Architecture.Tests.Rules;

/// <summary>A rule that finds nothing proves nothing: each is shown something that breaks it, and something close that does not.</summary>
public sealed class HouseRuleProofTests
{
    [Theory]
    [InlineData(HouseRules.FileLinesMax, 0)]
    [InlineData(HouseRules.FileLinesMax + 1, 1)]
    public void FileIsShort_AtTheLimit_CountsLines(int lines, int found) =>
        Assert.Equal(found, HouseRules.FileIsShort(File(new string('\n', lines))).Count());

    [Theory]
    [InlineData("[Obsolete]\nvoid Long()\n{{\n{0}}}", HouseRules.MethodLinesMax - 3, 0)]
    [InlineData("[Obsolete]\nvoid Long()\n{{\n{0}}}", HouseRules.MethodLinesMax - 2, 1)]
    [InlineData("int Long\n{{\nget\n{{\n{0}}}\n}}", HouseRules.MethodLinesMax - 2, 1)]
    [InlineData("A()\n{{\n{0}}}", HouseRules.MethodLinesMax - 2, 1)]
    public void MethodsAreShort_AtTheLimit_CountsLines(string method, int bodyLines, int found)
    {
        string body = string.Concat(Enumerable.Repeat("F();\n", bodyLines));
        SourceFile file = File("class A { " + method.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal).Replace("{0}", body, StringComparison.Ordinal) + " }");
        Assert.Equal(found, HouseRules.MethodsAreShort(file).Count());
    }

    [Theory]
    [InlineData("A", "namespace N; class A { class Nested; }", 0)]
    [InlineData("A.Parts", "partial class A;", 0)]
    [InlineData("AOfT", "class A<T>;", 0)]
    [InlineData("A", "class A; enum B { }", 1)]
    [InlineData("A", "namespace N { delegate void B(); }", 1)]
    public void OneTypeAFile_LooksAt_TopLevelTypes(string name, string text, int found) =>
        Assert.Equal(found, HouseRules.OneTypeAFile(new SourceFile($"src/P/{name}.cs", text)).Count());

    [Theory]
    [InlineData("src/P/Outbox/Queue.cs", 0)]
    [InlineData("src/P/Models/Queue.cs", 1)]
    [InlineData("src/P/Outbox/Extensions.cs", 1)]
    public void NamesSayWhatItIsAbout_LooksAt_FoldersAndFile(string path, int found) =>
        Assert.Equal(found, HouseRules.NamesSayWhatItIsAbout(new SourceFile(path, "")).Count());

    [Theory]
    [InlineData("Athens.Sync", 0)]
    [InlineData("Athens.Sync.Http", 0)]
    [InlineData("Athens.Sync.Http.Retry", 0)]
    [InlineData("Microsoft.Extensions.DependencyInjection", 0)]
    [InlineData("Athens.Sync.Retry", 1)]
    public void NamespaceFollowsFolder_Allows_FolderPackageAndRoot(string name, int found) =>
        Assert.Equal(found, HouseRules.NamespaceFollowsFolder(new SourceFile("src/Athens.Sync.Http/Retry/A.cs", $"namespace {name};")).Count());

    [Theory]
    [InlineData("sealed class A;", 0)]
    [InlineData("abstract class A;", 0)]
    [InlineData("struct A;", 0)]
    [InlineData("record struct A;", 0)]
    [InlineData("sealed partial class A; partial class A;", 0)]
    [InlineData("class A;", 1)]
    [InlineData("record A;", 1)]
    [InlineData("sealed class A { class Nested; }", 1)]
    [InlineData("static class A; class A<T>;", 1)]
    public void ClassesAreSealed_Counts_TheOpenOnes(string text, int found) =>
        Assert.Equal(found, HouseRules.ClassesAreSealed([File(text)]).Count());

    [Theory]
    [InlineData("class IsPermitted { string s = \"not permitted\"; }", 0)]
    [InlineData("/** <summary>A Permit, say.</summary> */ class A;", 0)]
    [InlineData("class WorkPermit;", 1)]
    [InlineData("class A { int permitId; }", 1)]
    [InlineData("class PtwStore;", 1)]
    [InlineData("class A { string s = \"permit_photo\"; }", 1)]
    public void NoWordOfTheSample_LooksAt_IdentifiersAndNames(string text, int found) =>
        Assert.Equal(found, HouseRules.NoWordOfTheSample(File(text)).Count());

    [Fact]
    public void NoRegions_Region_IsReported() => Assert.Single(HouseRules.NoRegions(File("#region A\n#endregion")));

    [Theory]
    [InlineData("Push_AnswerLost_IsReplayed", 0)]
    [InlineData("PushIsReplayed", 1)]
    [InlineData("Push_Works", 1)]
    public void TestsAreNamedForTheOutcome_LooksAt_TestMethods(string name, int found) =>
        Assert.Equal(found, HouseRules.TestsAreNamedForTheOutcome(File($"class A {{ [Fact] void {name}() {{ }} void Other() {{ }} }}")).Count());

    [Fact]
    public void Violation_Text_NamesFileLineAndRule() =>
        Assert.Equal("src/P/A.cs:2: #region: a file that needs one is two files", HouseRules.NoRegions(File("\n#region A\n#endregion")).Single().ToString());

    private static SourceFile File(string text) => new("src/P/A.cs", text);
}
