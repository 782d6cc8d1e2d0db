using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Athens.Ptw.Host.Storage;

/// <summary>A time with its offset and every tick, which PostgreSQL's own type would lose. Its text does not sort by time.</summary>
internal sealed class TimeConverter() : ValueConverter<DateTimeOffset, string>(
    time => time.ToString("O", CultureInfo.InvariantCulture),
    text => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
