namespace Athens.Sync.Modeling;

internal interface IEntityBuilder
{
    EntityOptions Options { get; }
}
