namespace Athens.Ptw.Roles;

/// <summary>What is done to an entity, apart from the moves of its status.</summary>
public static class Operation
{
    public const string Create = "create";
    public const string Update = "update";
    public const string Append = "append";
    public const string Delete = "delete";
}
