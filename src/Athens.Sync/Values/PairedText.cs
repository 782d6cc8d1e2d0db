namespace Athens.Sync;

/// <summary>Tells text whose surrogates are paired: any other is no Unicode, and what writes JSON puts U+FFFD in its place without a word.</summary>
internal static class PairedText
{
    public static bool Is(ReadOnlySpan<char> text)
    {
        for (int at = text.IndexOfAnyInRange('\ud800', '\udfff'); at >= 0;)
        {
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
                return false;
            text = text[(at + 2)..];
            at = text.IndexOfAnyInRange('\ud800', '\udfff');
        }
        return true;
    }
}
