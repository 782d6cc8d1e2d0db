using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Athens.Sync.EntityFrameworkCore.Conversions;

/// <summary>Keeps a decimal as text with its scale: 1.50 stays 1.50.</summary>
internal sealed class ExactDecimalConverter() : ValueConverter<decimal, string>(
    value => value.ToString(CultureInfo.InvariantCulture),
    text => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture));
