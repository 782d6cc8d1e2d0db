namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>Does what a device does when the server fails: asks the same again, so many times at most.</summary>
internal sealed class Patience(int attemptsMax, History history)
{
    public async Task<TResult> RunAsync<TResult>(Func<Task<TResult>> call)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (SyncException exception) when (exception.IsTransient && attempt < attemptsMax)
            {
                history.NoteRetry();
            }
        }
    }
}
