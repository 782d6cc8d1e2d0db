using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Athens.Sync.EntityFrameworkCore.Conversions;

/// <summary>Keeps a timestamp as ISO 8601 text with its ticks and its offset.</summary>
internal sealed class ExactTimestampConverter() : ValueConverter<DateTimeOffset, string>(
    value => value.ToString("O", CultureInfo.InvariantCulture),
    text => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
