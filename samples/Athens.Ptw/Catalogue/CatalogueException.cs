namespace Athens.Ptw.Catalogue;

/// <summary>The catalogue's file cannot be used. Nothing starts on half a catalogue.</summary>
public sealed class CatalogueException(string source, IReadOnlyList<string> problems, Exception? inner = null)
    : Exception($"The permit catalogue {source} cannot be used: {string.Join(" ", problems)}", inner)
{
    /// <summary>One sentence for each thing that is wrong.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
