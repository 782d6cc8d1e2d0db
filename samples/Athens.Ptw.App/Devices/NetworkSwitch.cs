namespace Athens.Ptw.App.Devices;

/// <summary>Whether the app may use the network: the browser has one, and the user has not switched it off.</summary>
internal sealed class NetworkSwitch
{
    private bool hasNetwork = true;
    private bool isOff;

    /// <summary>Told when <see cref="IsOpen"/> may have changed.</summary>
    public event Action? Changed;

    public bool HasNetwork
    {
        get => hasNetwork;
        set => Set(ref hasNetwork, value);
    }

    /// <summary>True while the user works offline on purpose.</summary>
    public bool IsOff
    {
        get => isOff;
        set => Set(ref isOff, value);
    }

    public bool IsOpen => hasNetwork && !isOff;

    private void Set(ref bool field, bool value)
    {
        if (field == value)
            return;
        field = value;
        Changed?.Invoke();
    }
}
