using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>One device alone never meets a conflict, or a refusal but by the app's rules, and no device registers anew that was not put back.</summary>
internal static class OneDeviceAlone
{
    public static async Task CheckAsync(Evidence evidence)
    {
        if (!evidence.IsOneLifeEach)
            return;
        foreach (SimulatedDevice device in evidence.Devices)
            Evidence.Require((await device.Store.LoadAsync(new Device.DeviceQuery()).ConfigureAwait(false)).State.FormerDeviceId is null, $"Device {device.Number} registered anew, and was never put back.");
        if (evidence.Devices.Count == 1 && !evidence.HasRules && evidence.Server.Histories == 1)
        {
            foreach (Outcome refusal in evidence.Server.Answered.SelectMany(push => Causes(push.Response)).Where(refusal => !IsOfAnOlderObject(evidence.User, refusal)))
                Evidence.Require(MayBeShownTwice(evidence.Model, evidence.Model.Entity(refusal.Entity)), $"A device that is alone met a conflict or a refusal: {refusal}");
        }
    }

    /// <summary>The refusals of an answer, without those that only follow from one of them.</summary>
    private static IEnumerable<Outcome> Causes(PushResponse answer)
    {
        List<Outcome> causes = [.. answer.Conflicts.Where(conflict => conflict.Reason is not ConflictReason.PredecessorUnresolved), .. answer.Rejected];
        return causes.Count > 0 ? causes : answer.Conflicts;
    }

    /// <summary>An app may hold an object from before another of its own saves: where the server has that one by now, they may be two minds (see the guarantees).</summary>
    private static bool IsOfAnOlderObject(SimulatedUser user, Outcome refusal) =>
        refusal is ConflictedChange { Reason: ConflictReason.StaleVersion or ConflictReason.InvalidTransition, ServerId: { } key } && user.HasSavedFromOlder(new EntityId(refusal.Entity, key));

    /// <summary>Where the server gives the keys, a device may see its own new entity twice for a while (see the guarantees), and edit it as both.</summary>
    private static bool MayBeShownTwice(SyncModel model, EntityModel type) =>
        type.HasServerAssignedKey || type.References.Any(reference => model.Entity(reference.Type).HasServerAssignedKey);
}
