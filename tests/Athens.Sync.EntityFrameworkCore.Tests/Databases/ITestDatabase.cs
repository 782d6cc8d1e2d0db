using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Databases;

/// <summary>A new, empty database of one test's own.</summary>
public interface ITestDatabase
{
    /// <summary>Points a context at it.</summary>
    void Use(DbContextOptionsBuilder options);

    /// <summary>Removes it.</summary>
    void Delete();
}
