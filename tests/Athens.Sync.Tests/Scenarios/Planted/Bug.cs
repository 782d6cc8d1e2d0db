using Athens.Sync.Device;
using Athens.Sync.Server;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios.Planted;

/// <summary>What one build does wrong, at the seams of the engine: each member is what a right build does until a bug takes its place.</summary>
internal sealed record Bug
{
    public Func<IDeviceStore, DeviceCommit, Task<bool>> Commit { get; init; } = (store, commit) => store.CommitAsync(commit);

    public Func<DeviceView, DeviceView> Load { get; init; } = view => view;

    public Func<OutboxFilter, bool> Reads { get; init; } = _ => true;

    public Func<IReadOnlyCollection<IdempotencyKey>, IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>, IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>> Claim { get; init; } = (_, found) => found;

    public Func<IdempotencyRecord, IdempotencyRecord?> Record { get; init; } = record => record;

    public Func<ServerEntity, ServerEntity> Lock { get; init; } = entity => entity;

    public Func<ServerEntity, ServerEntity?> Stage { get; init; } = entity => entity;

    public Func<DeviceMark, DeviceMark> Mark { get; init; } = mark => mark;

    public Func<FeedPage, FeedPage> Feed { get; init; } = page => page;

    public Func<PushRequest, PushRequest> Push { get; init; } = request => request;

    public Func<PushRequest, PushResponse, PushResponse> Pushed { get; init; } = (_, response) => response;

    public Func<PullRequest, PullResponse, PullResponse> Pulled { get; init; } = (_, page) => page;
}
