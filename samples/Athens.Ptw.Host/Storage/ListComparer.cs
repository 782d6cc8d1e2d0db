using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Ptw.Host.Storage;

/// <summary>Tells whether a list was altered in place.</summary>
internal sealed class ListComparer() : ValueComparer<List<string>>(
    (one, other) => one == other || (one != null && other != null && one.SequenceEqual(other)),
    list => StringComparer.Ordinal.GetHashCode(JsonText.OfList(list)),
    list => new List<string>(list));
