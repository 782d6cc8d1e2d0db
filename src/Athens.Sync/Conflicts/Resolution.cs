namespace Athens.Sync;

/// <summary>A person's decision on a conflict.</summary>
public sealed record Resolution
{
    private Resolution(ResolutionKind kind) => Kind = kind;

    /// <summary>What was chosen.</summary>
    public ResolutionKind Kind { get; }

    /// <summary>The merged fields, when they were given; null leaves them to the fields' strategies.</summary>
    public FieldValues? Merged { get; private init; }

    /// <summary>The device's values go over the server's. A deleted entity is restored.</summary>
    public static Resolution KeepMine { get; } = new(ResolutionKind.KeepMine);

    /// <summary>The server's values stay; the change is closed.</summary>
    public static Resolution UseServer { get; } = new(ResolutionKind.UseServer);

    /// <summary>The change is dropped.</summary>
    public static Resolution Discard { get; } = new(ResolutionKind.Discard);

    /// <summary>Each conflicting field is merged by its own strategy; refused where one of them has none that decides.</summary>
    public static Resolution AutoMerge { get; } = new(ResolutionKind.Merge);

    /// <summary>These values go over the server's; conflicting fields that are not named are merged by their strategies.</summary>
    public static Resolution MergeWith(FieldValues fields) => new(ResolutionKind.Merge) { Merged = fields };
}
