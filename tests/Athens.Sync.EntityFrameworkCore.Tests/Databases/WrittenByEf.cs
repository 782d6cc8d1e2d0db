using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.EntityFrameworkCore.Tests.Databases;

/// <summary>The same database, with an interceptor of the app's that wants to learn of each save: EF's change tracker writes every row then.</summary>
public sealed class WrittenByEf(ITestDatabase database) : ITestDatabase
{
    public void Use(DbContextOptionsBuilder options)
    {
        database.Use(options);
        options.AddInterceptors(new SaveListener());
    }

    public void Delete() => database.Delete();

    private sealed class SaveListener : SaveChangesInterceptor;
}
