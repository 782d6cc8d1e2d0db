namespace Athens.Sync.Merging;

/// <summary>Merges the values of one key of a map.</summary>
internal delegate FieldMerge PartMerge(string key, in MergeInput part);
