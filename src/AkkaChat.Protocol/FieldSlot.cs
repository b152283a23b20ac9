using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>Where a field's value stands in its frame; of type None for a field that is not there.</summary>
/// <param name="Start">The value's first byte.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Type">Its first token.</param>
internal readonly record struct FieldSlot(int Start, int Length, JsonTokenType Type);
