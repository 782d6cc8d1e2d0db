using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>A table and its columns as they are written in SQL, whatever the app's conventions named them.</summary>
internal sealed class Table
{
    private readonly IEntityType type;
    private readonly ISqlGenerationHelper sql;

    public Table(DbContext context, IEntityType type)
    {
        this.type = type;
        sql = context.GetService<ISqlGenerationHelper>();
        Name = sql.DelimitIdentifier(type.GetTableName()!, type.GetSchema());
    }

    public Table(DbContext context, Type rowType) : this(context, context.Model.FindEntityType(rowType)!)
    {
    }

    public string Name { get; }

    public string Column(string property) => sql.DelimitIdentifier(type.FindProperty(property)!.GetColumnName());

    public string Columns(params IEnumerable<string> properties) => string.Join(", ", properties.Select(Column));
}
