#pragma warning disable
namespace Athens.Sync.Wire { internal static class AnswerCheck { public static void Check(PushRequest a, PushResponse b){} public static void Check(PullRequest a, PullResponse b){} } public static class PushRequestReader { public static PushRequest Read(byte[] b, SyncLimits l) => null!; } }
