using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Athens.Ptw.Host.Storage;

/// <summary>A checklist in a text column.</summary>
internal sealed class MapConverter() : ValueConverter<Dictionary<string, JsonElement>, string>(
    map => JsonText.OfMap(map), text => JsonText.ToMap(text));
