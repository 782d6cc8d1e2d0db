using Athens.Ptw.Host.Storage;
using Athens.Sync.EntityFrameworkCore;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Resources;

/// <summary>Reads the entities of one type that a project has.</summary>
internal sealed class ResourceQuery<T>(EntityModel entity, PtwDbContext db, string project)
    where T : class
{
    public Task<Resource<T>?> FindAsync(string id, CancellationToken cancellationToken) =>
        WithVersion(InProject().Where(row => EF.Property<string>(row, entity.KeyPropertyName) == id)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>One page, in the order of the ids, which is that of creation where devices made them.</summary>
    /// <param name="filters">By wire name, the text that a field must have.</param>
    /// <param name="after">The last id of the page before; null for the first.</param>
    public Task<List<Resource<T>>> ListAsync(IReadOnlyDictionary<string, string> filters, string? after, int count, CancellationToken cancellationToken)
    {
        IQueryable<T> rows = InProject();
        foreach ((string name, string value) in filters)
            rows = rows.Where(row => EF.Property<string>(row, entity.Field(name).PropertyName) == value);
        if (after is not null)
            rows = rows.Where(row => EF.Property<string>(row, entity.KeyPropertyName).CompareTo(after) > 0);
        return WithVersion(rows.OrderBy(row => EF.Property<string>(row, entity.KeyPropertyName)).Take(count)).ToListAsync(cancellationToken);
    }

    private IQueryable<T> InProject()
    {
        IQueryable<T> rows = db.Set<T>().AsNoTracking();
        return entity.Parent is { } permit
            ? rows.Where(row => db.Permits.Any(p => p.ProjectId == project && p.Id == EF.Property<string>(row, permit.Field.PropertyName)))
            : rows.Where(row => EF.Property<string>(row, entity.ScopeField!.PropertyName) == project);
    }

    private static IQueryable<Resource<T>> WithVersion(IQueryable<T> rows) =>
        rows.Select(row => new Resource<T>(row, EF.Property<long>(row, AthensSyncModelBuilderExtensions.VersionPropertyName)));
}
