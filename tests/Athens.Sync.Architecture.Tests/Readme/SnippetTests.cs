using Athens.Sync.Architecture.Tests.Sources;

namespace Athens.Sync.Architecture.Tests.Readme;

public sealed class SnippetTests
{
    private const string Source = "class A\n{\n    void M()\n    {\n        // snippet:start\n        if (a)\n\n            B();\n        // endsnippet\n    }\n}\n";

    [Fact]
    public void Texts_Code_IsWhatTheSampleCompiles() =>
        Violation.AssertNone(
            from path in Repository.Files(".", "*.md")
            from violation in Snippets.OutOfDate(path, Repository.Read(path), Read)
            select violation);

    [Theory]
    [InlineData("A.cs#start", "if (a)\n\n    B();\n", null)]
    [InlineData("A.cs#start", "if (a)\n    C();\n", "not what A.cs has")]
    [InlineData("A.cs#other", "if (a)\n\n    B();\n", "no `// snippet:other`")]
    [InlineData("B.cs#start", "if (a)\n\n    B();\n", "no `// snippet:start`")]
    public void Fence_AgainstItsSource_IsEqualOrReported(string source, string code, string? rule)
    {
        Violation? found = Snippets.OutOfDate("README.md", $"Text\n\n<!-- source: {source} -->\n```csharp\n{code}```\n", file => file == "A.cs" ? Source : null).SingleOrDefault();
        if (rule is null)
            Assert.Null(found);
        else
            Assert.Contains(rule, Assert.IsType<Violation>(found).Rule, StringComparison.Ordinal);
    }

    private static string? Read(string path) => File.Exists(Repository.PathOf(path)) ? Repository.Read(path) : null;
}
