using System.Globalization;
using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Outbox;

/// <summary>
/// Takes leased values for new entities. The value and the change that uses it are one commit, so that a value is taken once: a
/// device that dies before it has taken nothing.
/// </summary>
internal static class BlockDecider
{
    /// <summary>The edit, with a value in each leased field that has none, as far as the device holds any.</summary>
    public static Edit Take(DeviceDraft draft, EntityModel entity, Edit edit)
    {
        if (draft.Replica(edit.Id)?.Local is { } local)
            return edit.Seen is null ? Keep(entity, edit, local) : edit;
        foreach (FieldModel field in entity.Fields.Where(field => field.Leased is not null && edit.Now.Find(field.Name) is null or { ValueKind: JsonValueKind.Null }))
        {
            ValueBlock? block = draft.State.Blocks.FirstOrDefault(block => block.IsOf(entity.Type, field.Name) && block.IsOf(draft.State) && block.Left > 0 && block.ExpiresAt > edit.At);
            if (block is null)
                continue;
            draft.State = draft.State with { Blocks = [.. draft.State.Blocks.Select(held => held == block ? held with { Next = held.Next + 1 } : held)] };
            edit = edit with { Now = edit.Now.With(field.Name, JsonElement.Parse(block.Next.ToString(CultureInfo.InvariantCulture))) };
        }
        return edit;
    }

    /// <summary>An object that was saved and was not told so, for the save failed after its commit, is saved again without its value.</summary>
    private static Edit Keep(EntityModel entity, Edit edit, FieldValues local)
    {
        IEnumerable<FieldModel> unset = entity.Fields.Where(field => field.Leased is not null && edit.Now.Find(field.Name) is null or { ValueKind: JsonValueKind.Null } && local.Find(field.Name) is not null);
        return edit with { Now = unset.Aggregate(edit.Now, (now, field) => now.With(field.Name, local[field.Name])) };
    }

    /// <summary>What the device is to ask for: fields of which less than half a block is left.</summary>
    public static IReadOnlyList<ReserveRequest> Wanted(SyncModel model, DeviceState state, DateTimeOffset now) =>
    [
        .. from entity in model.Entities
           from field in entity.Fields
           where field.Leased is not null
           let held = state.Blocks.Where(block => block.IsOf(entity.Type, field.Name) && block.IsOf(state)).ToList()
           where held.Where(block => block.ExpiresAt > now).Sum(block => block.Left) * 2 < field.Leased!.BlockSize
           select new ReserveRequest(entity.Type, field.Name, held.Count == 0 ? null : held.Max(block => block.Last)),
    ];

    /// <summary>The device's record with the blocks that it was given. What is used up or no longer its own is dropped, but for the last.</summary>
    public static DeviceState Put(DeviceState state, PushRequest request, PushResponse answer)
    {
        IEnumerable<ValueBlock> given = answer.Reserved!.Select(block => new ValueBlock
        {
            Entity = block.Entity,
            Field = block.Field,
            Next = block.First,
            Last = block.Last,
            ExpiresAt = block.ExpiresAt,
            DeviceId = request.DeviceId,
            Epoch = answer.Epoch,
        });
        List<ValueBlock> blocks = [.. state.Blocks];
        blocks.AddRange(given.Where(block => block.IsOf(state) && !blocks.Exists(held => held.IsOf(block.Entity, block.Field) && held.IsOf(state) && held.Last >= block.Next)));
        return state with { Blocks = [.. blocks.Where(block => block.IsOf(state) && (block.Left > 0 || IsLast(blocks, block)))] };
    }

    private static bool IsLast(List<ValueBlock> blocks, ValueBlock block) =>
        !blocks.Exists(other => other.IsOf(block.Entity, block.Field) && other.Last > block.Last);
}
