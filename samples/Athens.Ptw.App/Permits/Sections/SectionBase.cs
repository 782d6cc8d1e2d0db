using Athens.Ptw.App.Accounts;
using Athens.Ptw.Permits;
using Athens.Ptw.Roles;
using Athens.Sync;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Athens.Ptw.App.Permits.Sections;

/// <summary>A part of a permit's page: what it shows, who may change it, and how a change is saved.</summary>
public abstract class SectionBase : ComponentBase
{
    [Inject]
    internal PtwSession Session { get; set; } = null!;

    [Inject]
    internal ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    internal TimeProvider Clock { get; set; } = null!;

    [CascadingParameter]
    internal SyncClient Client { get; set; } = null!;

    [CascadingParameter]
    internal PermitDetails Details { get; set; } = null!;

    protected bool IsBusy { get; private set; }

    /// <summary>From approval on, what was approved no longer changes.</summary>
    protected bool IsFrozen => PermitStatus.ApprovedAndLater.Contains(Details.Permit.Status);

    protected bool May(string entity, string operation) => RightsTable.Allows(Session.Account!.Role, entity, operation);

    /// <summary>Reads, changes and saves an entity: only what this edit changed is sent.</summary>
    /// <returns>Whether it was saved.</returns>
    protected Task<bool> EditAsync<T>(string key, Action<T> edit)
        where T : class => SaveAsync(async () =>
        {
            if (await Client.Set<T>().GetAsync(key) is not { } item)
                throw new InvalidOperationException("It is no longer there.");
            edit(item);
            await Client.Set<T>().SaveAsync(item);
        });

    /// <returns>Whether it was saved: only then may what was typed for it be cleared away.</returns>
    protected Task<bool> AddAsync<T>(T item)
        where T : class => SaveAsync(() => Client.Set<T>().SaveAsync(item));

    /// <summary>Tells the user, in place of what was told before: the same words twice are told twice, and never wait in line.</summary>
    protected void Tell(string message, Severity severity)
    {
        Snackbar.Clear();
        Snackbar.Add(message, severity);
    }

    /// <returns>Whether it was saved; what went wrong is told to the user.</returns>
    protected async Task<bool> SaveAsync(Func<Task> save)
    {
        IsBusy = true;
        try
        {
            await save();
            return true;
        }
        catch (Exception e) when (e is SyncException or InvalidOperationException or ArgumentException)
        {
            Tell(PtwLabels.Trouble(e), Severity.Error);
        }
        finally
        {
            IsBusy = false;
        }

        return false;
    }
}
