using Athens.Sync.Merging;

namespace Athens.Sync;

/// <summary>
/// The built-in merge strategies: what a field becomes where client and server both moved it since the base, or where the
/// base is not known. An app adds its own by implementing <see cref="IMergeStrategy"/>.
/// </summary>
public static class MergeStrategy
{
    /// <summary>
    /// A set, element by element: what either added is in, what either removed is out. Without a base, the union. With a
    /// base it never conflicts.
    /// </summary>
    public static IMergeStrategy SetMerge { get; } = new SetMergeStrategy();

    /// <summary>
    /// True over false: of a boolean, or item by item of a checklist, which is a map of keys to booleans or to objects
    /// with a boolean <c>done</c>, whose other properties conflict where both sides wrote one. For a checklist on which a
    /// lost tick is the danger.
    /// </summary>
    public static IMergeStrategy TrueWins { get; } = new FlagStrategy(winner: true);

    /// <summary>As <see cref="TrueWins"/>, with false over true: where a tick that should not stand is the danger.</summary>
    public static IMergeStrategy FalseWins { get; } = new FlagStrategy(winner: false);

    /// <summary>The greater of two numbers, timestamps, or texts by ordinal; no value yields. A map's timestamps are texts.</summary>
    public static IMergeStrategy Max { get; } = new ExtremeStrategy(greatest: true);

    /// <summary>The lesser of two numbers, timestamps, or texts by ordinal; no value yields. A map's timestamps are texts.</summary>
    public static IMergeStrategy Min { get; } = new ExtremeStrategy(greatest: false);

    /// <summary>
    /// Adds what both sides added to the base, exactly; also where both added the same. A conflict without a base, and where
    /// the sum is beyond 64 bits for whole numbers that are not, or beyond what a <see cref="decimal"/> holds.
    /// </summary>
    public static IMergeStrategy Counter { get; } = new CounterStrategy();

    /// <summary>
    /// Text by line, line endings kept: the edits of both sides, unless they touch. A conflict without a base, and for
    /// texts of more than 4,096 lines.
    /// </summary>
    public static IMergeStrategy TextMerge { get; } = new TextMergeStrategy();

    /// <summary>
    /// The value written later, by the device's clock as the server clamped it; then by the device's name, then by the
    /// value. A conflict where a side's time is not known.
    /// </summary>
    public static IMergeStrategy LastWriteWins { get; } = new LastWriteWinsStrategy();

    /// <summary>The client's value.</summary>
    public static IMergeStrategy ClientWins { get; } = new ClientWinsStrategy();

    /// <summary>The server's value.</summary>
    public static IMergeStrategy ServerWins { get; } = new ServerWinsStrategy();

    /// <summary>Always a conflict, with the hint <c>last_write_wins</c>: the default.</summary>
    public static IMergeStrategy Manual { get; } = new ManualStrategy();

    /// <summary>The text that is later in the given order; a text outside of it is a conflict, no value yields.</summary>
    /// <param name="order">The states from the lowest to the highest.</param>
    /// <exception cref="ArgumentException">The order is empty, or names a state twice.</exception>
    public static IMergeStrategy Monotonic(params string[] order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new MonotonicStrategy(order);
    }

    /// <summary>A map, key by key. Keys that only one side added, changed or removed never conflict.</summary>
    /// <param name="values">Decides where both sides changed a key; it has the laws that the map then has.</param>
    public static IMergeStrategy MapMerge(IMergeStrategy values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new MapMergeStrategy(values);
    }
}
