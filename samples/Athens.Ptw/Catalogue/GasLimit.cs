using System.Globalization;

namespace Athens.Ptw.Catalogue;

/// <summary>Within what a gas is safe. A bound that is absent does not apply.</summary>
/// <param name="AtLeast">The lowest safe value.</param>
/// <param name="AtMost">The highest safe value.</param>
/// <param name="Below">A value that is itself no longer safe.</param>
public sealed record GasLimit(
    string Gas, string Name, string Unit, decimal? AtLeast = null, decimal? AtMost = null, decimal? Below = null)
{
    public bool IsSafe(decimal value) =>
        !(value < AtLeast) && !(value > AtMost) && !(value >= Below);

    /// <summary>The limits as a person reads them, such as <c>at least 19.5 and at most 23.5 %</c>.</summary>
    public string Describe()
    {
        IEnumerable<string> bounds = new[] { Bound("at least", AtLeast), Bound("at most", AtMost), Bound("below", Below) }.OfType<string>();
        return $"{string.Join(" and ", bounds)} {Unit}";
    }

    private static string? Bound(string words, decimal? value) =>
        value is { } bound ? string.Create(CultureInfo.InvariantCulture, $"{words} {bound}") : null;
}
