using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>A table and its columns as they are written in SQL, whatever the app's conventions named them.</summary>
internal sealed class Table
{
    private readonly Dictionary<string, string> columns;

    public Table(DbContext context, IEntityType type)
    {
        ISqlGenerationHelper sql = context.GetService<ISqlGenerationHelper>();
        columns = type.GetProperties().ToDictionary(property => property.Name, property => sql.DelimitIdentifier(property.GetColumnName()), StringComparer.Ordinal);
        Name = sql.DelimitIdentifier(type.GetTableName()!, type.GetSchema());
    }

    public Table(DbContext context, Type rowType) : this(context, context.Model.FindEntityType(rowType)!)
    {
    }

    public string Name { get; }

    public string Column(string property) => columns[property];

    public string Columns(params IEnumerable<string> properties) => string.Join(", ", properties.Select(Column));
}
