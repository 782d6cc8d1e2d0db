namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>A device asks on from where it was, or from the beginning, and never from before.</summary>
internal static class CheckpointsNeverGoBack
{
    public static void Check(Evidence evidence)
    {
        foreach (SimulatedNetwork network in evidence.Devices.Select(device => device.Network))
        {
            foreach (IGrouping<string, string?> track in network.Asked.GroupBy(asked => asked.Track, asked => asked.Checkpoint))
                CheckTrack([.. track], [.. network.Given.Where(given => given.Track == track.Key).Select(given => given.Checkpoint)]);
        }
    }

    private static void CheckTrack(List<string?> asked, List<string> given)
    {
        int at = -1;
        foreach (string? checkpoint in asked)
        {
            if (checkpoint is null)
            {
                at = -1;
                continue;
            }
            // The same checkpoint may be given many times: the last is as far as the device can have got.
            int last = given.LastIndexOf(checkpoint);
            Evidence.Require(last < 0 || last >= at, "A device asked with an earlier checkpoint than before.");
            at = Math.Max(at, given.IndexOf(checkpoint));
        }
    }
}
