using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Athens.Ptw.Host.Storage;

/// <summary>A decimal with its scale, which SQLite's own mapping would lose: 20.90 says more than 20.9 of an instrument.</summary>
internal sealed class DecimalConverter() : ValueConverter<decimal, string>(
    value => value.ToString(CultureInfo.InvariantCulture),
    text => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture));
