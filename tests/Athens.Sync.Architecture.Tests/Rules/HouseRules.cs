using System.Text.RegularExpressions;
using Athens.Sync.Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Athens.Sync.Architecture.Tests.Rules;

/// <summary>The rules of the house that a syntax tree can show. Each finds the places where a file breaks it.</summary>
internal static partial class HouseRules
{
    public const int FileLinesMax = 367;
    public const int MethodLinesMax = 70;

    /// <summary>Names that say what kind of thing a file is, and not what it is about.</summary>
    private static readonly string[] EmptyWords = ["Models", "Enums", "Helpers", "Utils", "Interfaces", "Extensions", "Common", "Misc"];

    /// <summary>Where .NET apps find what begins with Add, Use and Map, without a using of their own.</summary>
    private static readonly string[] RegistrationNamespaces = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder"];

    /// <summary>Classes that are meant to be inherited from, with the reason.</summary>
    private static readonly Dictionary<string, string> UnsealedByDesign = new(StringComparer.Ordinal)
    {
        ["SyncLabels"] = "an app derives it to give the components its own words",
    };

    public static IEnumerable<Violation> FileIsShort(SourceFile file)
    {
        int lines = file.Text.Count(letter => letter == '\n');
        if (lines > FileLinesMax)
            yield return new Violation(file.Path, FileLinesMax + 1, $"{lines} lines; a file has at most {FileLinesMax}");
    }

    public static IEnumerable<Violation> MethodsAreShort(SourceFile file) =>
        from node in file.Unit.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        let lines = LinesOf(node)
        where lines > MethodLinesMax
        select file.At(node, $"{lines} lines; a method has at most {MethodLinesMax}");

    public static IEnumerable<Violation> OneTypeAFile(SourceFile file)
    {
        MemberDeclarationSyntax[] types = [.. file.TopLevelTypes];
        if (types.Length > 1)
            yield return file.At(types[1], $"a second top-level type, {IdentifierOf(types[1])}: one a file");
        if (types.Length > 0 && !FileNamesOf(types[0]).Contains(file.Name.Split('.')[0]))
            yield return file.At(types[0], $"the file is not named after its type, {IdentifierOf(types[0])}");
    }

    public static IEnumerable<Violation> NamesSayWhatItIsAbout(SourceFile file) =>
        from name in file.Folders.Append(file.Name)
        where EmptyWords.Contains(name)
        select new Violation(file.Path, 1, $"\"{name}\" says nothing of the sync field: name it after the concept");

    /// <summary>A namespace is the package's, with or without the folders, or the root's, which is what an app types, or one where apps look for registrations.</summary>
    public static IEnumerable<Violation> NamespaceFollowsFolder(SourceFile file)
    {
        string folder = string.Join('.', file.Folders[1..]);
        string[] allowed = ["Athens.Sync", file.Package, folder, .. RegistrationNamespaces];
        return from found in file.Unit.DescendantNodes(node => node is CompilationUnitSyntax).OfType<BaseNamespaceDeclarationSyntax>()
               where !allowed.Contains(found.Name.ToString())
               select file.At(found, $"namespace {found.Name}; expected {string.Join(" or ", allowed.Distinct())}");
    }

    public static IEnumerable<Violation> NoRegions(SourceFile file) =>
        from trivia in file.Unit.DescendantTrivia()
        where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
        select file.At(trivia.Span, "#region: a file that needs one is two files");

    /// <summary>Judges all files of the package together, since one part of a partial class is enough to seal it.</summary>
    public static IEnumerable<Violation> ClassesAreSealed(IEnumerable<SourceFile> files) =>
        from file in files
        from type in file.Unit.DescendantNodes().OfType<TypeDeclarationSyntax>()
        where type is ClassDeclarationSyntax || type.IsKind(SyntaxKind.RecordDeclaration)
        group (file, type) by $"{file.Package}/{QualifiedName(type)}" into parts
        where !parts.Any(part => IsClosed(part.type)) && !UnsealedByDesign.ContainsKey(parts.Key.Split('/')[1])
        let first = parts.First()
        select first.file.At(first.type, $"{first.type.Identifier} is not sealed; one meant to be inherited from is listed, with the reason, in UnsealedByDesign");

    /// <summary>The packages know of entities, not of permits: that is the sample's field.</summary>
    public static IEnumerable<Violation> NoWordOfTheSample(SourceFile file) =>
        from token in file.Unit.DescendantTokens()
        where (token.IsKind(SyntaxKind.IdentifierToken) && SampleIdentifier().IsMatch(token.Text))
            || (token.IsKind(SyntaxKind.StringLiteralToken) && SampleLiteral().IsMatch(token.ValueText))
        select file.At(token.Span, $"{token.Text}: nothing in src/ knows of permits");

    /// <summary>A test is Subject_Condition_Outcome, or a sentence in that spelling; that it works is not an outcome.</summary>
    public static IEnumerable<Violation> TestsAreNamedForTheOutcome(SourceFile file) =>
        from method in file.Unit.DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "Fact" or "Theory" or "Property")
        let name = method.Identifier.Text
        where !name.Contains('_', StringComparison.Ordinal) || name.EndsWith("_Works", StringComparison.Ordinal)
        select file.At(method.Identifier.Span, $"{name} is not named Subject_Condition_Outcome");

    private static int LinesOf(SyntaxNode node)
    {
        // Attributes are not the method's length.
        SyntaxToken first = node is MemberDeclarationSyntax { AttributeLists: { Count: > 0 } lists } ? lists.Last().GetLastToken().GetNextToken() : node.GetFirstToken();
        FileLinePositionSpan start = node.SyntaxTree.GetLineSpan(first.Span);
        FileLinePositionSpan end = node.SyntaxTree.GetLineSpan(node.Span);
        return end.EndLinePosition.Line - start.StartLinePosition.Line + 1;
    }

    private static string IdentifierOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier.Text,
        DelegateDeclarationSyntax declared => declared.Identifier.Text,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary><c>Outbox</c> is in Outbox.cs; <c>Outbox&lt;T&gt;</c> may be in OutboxOfT.cs when both exist.</summary>
    private static string[] FileNamesOf(MemberDeclarationSyntax type)
    {
        string name = IdentifierOf(type);
        TypeParameterListSyntax? parameters = (type as TypeDeclarationSyntax)?.TypeParameterList ?? (type as DelegateDeclarationSyntax)?.TypeParameterList;
        return parameters is null ? [name] : [name, name + "Of" + string.Concat(parameters.Parameters.Select(parameter => parameter.Identifier.Text))];
    }

    private static string QualifiedName(TypeDeclarationSyntax type) =>
        string.Join('.', type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Reverse().Select(each => each.Identifier.Text + new string('`', each.Arity > 0 ? 1 : 0)));

    private static bool IsClosed(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.StaticKeyword);

    [GeneratedRegex("(^|[a-z0-9_])(Permits?|Ptw|PTW)([A-Z0-9_]|$)|^(permits?|ptw)([A-Z0-9_]|$)")]
    private static partial Regex SampleIdentifier();

    [GeneratedRegex("^(permits?|ptw)(_[a-z_]+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex SampleLiteral();
}
