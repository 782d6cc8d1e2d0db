namespace Athens.Sync.Architecture.Tests.Layers;

/// <summary>Which package may know which: adapters know the core, the core knows no adapter. A new package gets a line here.</summary>
internal static class ProjectLayers
{
    public static readonly IReadOnlyDictionary<string, string[]> MayKnow = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Athens.Sync"] = [],
        ["Athens.Sync.AspNetCore"] = ["Athens.Sync"],
        ["Athens.Sync.Blazor"] = ["Athens.Sync"],
        ["Athens.Sync.EntityFrameworkCore"] = ["Athens.Sync"],
        ["Athens.Sync.Http"] = ["Athens.Sync"],
        ["Athens.Sync.IndexedDb"] = ["Athens.Sync"],
        ["Athens.Sync.LiteDb"] = ["Athens.Sync"],
        ["Athens.Sync.Testing"] = ["Athens.Sync"],
    };

    /// <summary>What the core depends on (docs/decisions/0007): two sets of abstractions and a diff.</summary>
    public static readonly string[] CorePackages =
    [
        "DiffPlex",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
    ];

    /// <summary>What the core's assembly never refers to, by the start of the name: it knows no HTTP and no database.</summary>
    public static readonly string[] CoreNeverRefersTo =
    [
        "System.Net",
        "System.Data",
        "Microsoft.AspNetCore",
        "Microsoft.EntityFrameworkCore",
        "Microsoft.Data",
        "Microsoft.Extensions.Http",
        "LiteDB",
        "Npgsql",
    ];
}
