namespace Athens.Ptw.Host.Accounts;

/// <summary>A site or a job that permits belong to. Users see their own project and no other.</summary>
public sealed class Project
{
    /// <summary>A short word, such as <c>north</c>.</summary>
    public string Id { get; set; } = "";

    public string Name { get; set; } = "";
}
