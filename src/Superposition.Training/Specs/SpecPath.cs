using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Superposition.Specs;

/// <summary>A way through a spec, such as "scientific.neurons[2]".</summary>
/// <param name="Steps">Keys and places in lists.</param>
internal sealed partial record SpecPath(ImmutableArray<SpecStep> Steps)
{
    /// <summary>Understands a path; null when the text is none.</summary>
    public static SpecPath? Parse(string text)
    {
        var steps = ImmutableArray.CreateBuilder<SpecStep>();
        var end = 0;
        foreach (Match step in StepPattern().Matches(text))
        {
            // A key follows a dot, except the first.
            if (step.Index != end || (step.Groups["key"].Success && (step.Index == 0) == step.Value.StartsWith('.')))
            {
                return null;
            }

            steps.Add(step.Groups["key"].Success
                ? new SpecStep(step.Groups["key"].Value, Index: -1)
                : new SpecStep(Key: null, int.Parse(step.Groups["index"].Value, CultureInfo.InvariantCulture)));
            end = step.Index + step.Length;
        }

        return end == text.Length && steps.Count > 0 && steps[0].Key is not null ? new SpecPath(steps.ToImmutable()) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(Steps).TrimStart('.');

    [GeneratedRegex(
        @"\.?(?<key>[$A-Za-z_][\w$-]*)|\[(?<index>\d{1,8})\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex StepPattern();
}

/// <summary>One step of a path: into an object by a key, or into a list by a place.</summary>
/// <param name="Key">A key, or null for a place in a list.</param>
/// <param name="Index">A place in a list, counted from 0.</param>
internal readonly record struct SpecStep(string? Key, int Index)
{
    /// <inheritdoc/>
    public override string ToString() => Key is null ? FormattableString.Invariant($"[{Index}]") : $".{Key}";
}
