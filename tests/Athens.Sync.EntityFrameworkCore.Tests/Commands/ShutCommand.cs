using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Commands;

/// <summary>What shutting a valve does, in the context of the push.</summary>
public sealed class ShutCommand(ValveContext db) : ISyncCommand
{
    public async ValueTask ExecuteAsync(RuleContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        Valve valve = context.AfterAs<Valve>();
        if (valve.Name == "stuck")
        {
            context.Invalid("name", "It does not move.");
            return;
        }
        int before = await db.Valves.CountAsync(cancellationToken);
        db.Journal.Add(new JournalEntry { Name = valve.Name, Text = $"{context.Caller.User} shut it, of {before}" });
        context.Set("shut_by", context.Caller.User);
        if (valve.Name == "broken")
            throw new InvalidOperationException("The handler failed.");
    }
}
