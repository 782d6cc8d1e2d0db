using System.Numerics;
using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>
/// The server's value and what the client added to the base, exactly. No value counts as zero where the base has none
/// either. A conflict without a base, where a side lost its number, where whole numbers of 64 bits would overflow, and
/// where the sum is more than a decimal holds. It adds up, so it keeps neither agreement (two sides that each added one
/// make two) nor replay (a change that comes twice counts twice: the engine's idempotency records are what prevents it),
/// and associativity has no meaning for it.
/// </summary>
internal sealed class CounterStrategy : IMergeStrategy
{
    private const int ScaleMax = 28;
    private const int DigitsMax = 29;

    public string Name => "counter";

    public MergeGrain Grain => MergeGrain.Field;

    public MergeLaws Laws => MergeLaws.Commutative | MergeLaws.Identity;

    public bool Accumulates => true;

    public MergeResult Merge(in MergeInput input)
    {
        if (!input.HasBase)
            return MergeResult.Conflict;
        if (ValueComparer.AreEqual(input.Kind, input.Client, input.Base))
            return MergeResult.Merged(input.Server);
        if (ValueComparer.AreEqual(input.Kind, input.Server, input.Base))
            return MergeResult.Merged(input.Client);
        if (TryReadLong(input.Base, out long before) && TryReadLong(input.Client, out long mine) && TryReadLong(input.Server, out long theirs))
            return Add(before, mine, theirs);
        return TryRead(input.Base, orZero: true, out JsonNumber known)
            && TryRead(input.Client, orZero: false, out JsonNumber client)
            && TryRead(input.Server, orZero: false, out JsonNumber server)
            ? Add(known, client, server)
            : MergeResult.Conflict;
    }

    private static MergeResult Add(long known, long client, long server)
    {
        Int128 sum = (Int128)server + client - known;
        return sum >= long.MinValue && sum <= long.MaxValue ? MergeResult.Combined(Json.Of((long)sum)) : MergeResult.Conflict;
    }

    /// <summary>Whole numbers, which most counters are, need no more than their 64 bits.</summary>
    private static bool TryReadLong(JsonElement? value, out long number)
    {
        number = 0;
        return value is { ValueKind: JsonValueKind.Number } element && element.TryGetInt64(out number);
    }

    private static MergeResult Add(JsonNumber known, JsonNumber client, JsonNumber server)
    {
        int scale = (int)-Math.Min(0, Math.Min(known.Exponent, Math.Min(client.Exponent, server.Exponent)));
        BigInteger sum = server.Scaled(scale) + client.Scaled(scale) - known.Scaled(scale);
        JsonNumber result = JsonNumber.Of(sum, scale);
        bool areLongs = IsLong(known) && IsLong(client) && IsLong(server);
        return IsDecimal(result) && (!areLongs || IsLong(result))
            ? MergeResult.Combined(JsonElement.Parse(result.ToPlainText()))
            : MergeResult.Conflict;
    }

    private static bool TryRead(JsonElement? value, bool orZero, out JsonNumber number)
    {
        if (orZero && Absence.Is(value))
        {
            number = JsonNumber.Of(BigInteger.Zero, 0);
            return true;
        }
        return JsonNumber.TryRead(value, out number) && IsDecimal(number);
    }

    /// <summary>True for a number that a <see cref="decimal"/> holds exactly.</summary>
    private static bool IsDecimal(JsonNumber number)
    {
        if (number.Exponent < -ScaleMax || number.Exponent + number.Digits.Length > DigitsMax)
            return false;
        int scale = (int)-Math.Min(0, number.Exponent);
        return BigInteger.Abs(number.Scaled(scale)) < BigInteger.Pow(2, 96);
    }

    private static bool IsLong(JsonNumber number)
    {
        if (number.Exponent < 0)
            return false;
        BigInteger value = number.Scaled(0);
        return value >= long.MinValue && value <= long.MaxValue;
    }
}
