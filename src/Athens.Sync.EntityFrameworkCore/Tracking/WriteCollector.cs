using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tracking;

/// <summary>Gives each synced entity that a context is about to write its version, and tells what the feed is to say of it.</summary>
internal sealed class WriteCollector(ContextCall call, Dialect dialect)
{
    public async Task<IReadOnlyList<TrackedWrite>> CollectAsync(IReadOnlyList<Candidate> candidates)
    {
        foreach (Candidate candidate in candidates)
            candidate.NeedsRow = candidate.Staged is null && (candidate.NeedsRow || candidate.Entry.State is EntityState.Deleted || IsUnclear(candidate));
        await ReadRowsAsync([.. candidates.Where(c => c.NeedsRow)]).ConfigureAwait(false);
        IReadOnlyDictionary<EntityId, EntryRow?> former = await ReadFormerAsync(candidates).ConfigureAwait(false);
        return [.. candidates.Select(candidate => Write(candidate, former)).OfType<TrackedWrite>()];
    }

    /// <summary>True where a property counts as modified whose original value is the current one, as after <c>Update</c> of a detached object.</summary>
    private static bool IsUnclear(Candidate candidate) => candidate.Entry.State is EntityState.Modified
        && (candidate.Entry.ComplexProperties.Any(complex => complex.IsModified)
            || candidate.Modified.Any(property => property.Metadata.GetValueComparer().Equals(property.OriginalValue, property.CurrentValue)));

    private async Task ReadRowsAsync(IReadOnlyList<Candidate> candidates)
    {
        foreach (IGrouping<EntityMapping, Candidate> type in candidates.GroupBy(c => c.Mapping))
        {
            IReadOnlyDictionary<string, StoredEntity> rows = await type.Key.ReadAsync(call, type.Select(c => c.Id.Key)).ConfigureAwait(false);
            foreach (Candidate candidate in type)
                candidate.Row = rows.GetValueOrDefault(candidate.Id.Key);
        }
    }

    /// <summary>Entries of keys that the app adds: what was deleted and comes back goes on from its version.</summary>
    private Task<IReadOnlyDictionary<EntityId, EntryRow?>> ReadFormerAsync(IReadOnlyList<Candidate> candidates) => EntryReader.ReadAsync(
        call,
        dialect,
        [.. candidates.Where(c => c.Staged is null && c.Entry.State is EntityState.Added && !c.Entry.Property(c.Mapping.Key.Name).IsTemporary).Select(c => c.Id)]);

    private static TrackedWrite? Write(Candidate candidate, IReadOnlyDictionary<EntityId, EntryRow?> former)
    {
        if (candidate.Staged is { } staged)
            return new TrackedWrite(candidate, staged.Version, staged.IsDeleted);
        return candidate.Entry.State switch
        {
            EntityState.Deleted => new TrackedWrite(candidate, candidate.FormerVersion + 1, IsDeleted: true),
            EntityState.Added => Add(candidate, former),
            _ => Update(candidate),
        };
    }

    private static TrackedWrite Add(Candidate candidate, IReadOnlyDictionary<EntityId, EntryRow?> former)
    {
        bool isTemporary = candidate.Entry.Property(candidate.Mapping.Key.Name).IsTemporary;
        long version = 1 + (isTemporary ? 0 : former.GetValueOrDefault(candidate.Id)?.Version ?? 0);
        candidate.Version.CurrentValue = version;
        return new TrackedWrite(candidate, version, IsDeleted: false) { Stamped = Stamped(candidate.Mapping.Entity.Fields) };
    }

    private static TrackedWrite? Update(Candidate candidate)
    {
        List<FieldModel> changed = Changed(candidate);
        candidate.Version.CurrentValue = candidate.FormerVersion + (changed.Count > 0 ? 1 : 0);
        return changed.Count == 0 ? null : new TrackedWrite(candidate, candidate.FormerVersion + 1, IsDeleted: false) { Stamped = Stamped(changed) };
    }

    /// <summary>The declared fields whose values will differ.</summary>
    private static List<FieldModel> Changed(Candidate candidate)
    {
        IEnumerable<FieldModel> fields = candidate.Mapping.Entity.Fields;
        if (!candidate.NeedsRow)
        {
            HashSet<string> modified = [.. candidate.Modified.Select(property => property.Metadata.Name)];
            fields = fields.Where(field => modified.Contains(field.PropertyName));
        }
        List<FieldModel> looked = [.. fields];
        if (looked.Count == 0)
            return looked;
        object? before = candidate.NeedsRow ? candidate.Row?.Entity : candidate.Entry.OriginalValues.ToObject();
        return before is null ? looked : looked.FindAll(field => !field.AreEqual(field.Read(before), field.Read(candidate.Entry.Entity)));
    }

    private static List<string> Stamped(IEnumerable<FieldModel> fields) => [.. fields.Where(field => field.Strategy.UsesStamps).Select(field => field.Name)];
}
