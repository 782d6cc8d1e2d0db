using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Athens.Ptw.Host.Storage;

/// <summary>A list of codes in a text column, the same on both databases.</summary>
internal sealed class ListConverter() : ValueConverter<List<string>, string>(
    list => JsonText.OfList(list), text => JsonText.ToList(text));
