namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

public enum JobKind
{
    Ordinary,
    HotWork,
}
