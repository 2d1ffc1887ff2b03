using System.Text.Json;

namespace Superposition.Specs;

/// <summary>One <c>path=value</c> that takes the place of what a spec's text says.</summary>
internal static class SpecOverride
{
    /// <summary>
    /// Puts the value where the path leads. A key that is not there yet is added; whether it may be there is checked afterwards, like all
    /// of the spec.
    /// </summary>
    /// <param name="spec">The whole spec; changed.</param>
    /// <param name="text">
    /// The override. The value is JSON, or a bare word: <c>task.active=3</c>, <c>scientific.neurons=[32,64]</c>,
    /// <c>task.sparsity=exactly</c>.
    /// </param>
    /// <exception cref="SpecException">The text is no override, or the path leads nowhere.</exception>
    public static void Apply(SpecNode spec, string text)
    {
        var place = $"--set {text.ReplaceLineEndings(" ")}";
        if (text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals))
        {
            throw new SpecException($"{place}: there is no value, expected path=value such as training.steps=100.");
        }

        var path = SpecPath.Parse(text[..equals])
            ?? throw new SpecException(
                $"{place}: {Quotation.Of(text[..equals])} is no path, expected keys and places in lists such as scientific.neurons[0].");
        var node = spec;
        foreach (var step in path.Steps[..^1])
        {
            node = node.At(step) ?? throw LeadsNowhere(place, node, step);
        }

        Put(node, path.Steps[^1], Value(text[(equals + 1)..], place), place);
    }

    private static void Put(SpecNode node, SpecStep step, SpecNode value, string place)
    {
        if (step.Key is { } key && node.Kind == JsonTokenType.StartObject)
        {
            var index = node.Members.FindIndex(member => member.Key == key);
            if (index >= 0)
            {
                node.Members[index] = node.Members[index] with { Place = place, Value = value };
            }
            else
            {
                node.Members.Add(new SpecMember(key, place, value));
            }
        }
        else if (step.Key is null && step.Index < node.Items.Count)
        {
            node.Items[step.Index] = value;
        }
        else
        {
            throw LeadsNowhere(place, node, step);
        }
    }

    private static SpecNode Value(string text, string place)
    {
        var isWord = text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '+')
            && !char.IsDigit(text[0]) && text[0] != '-' && text is not ("true" or "false" or "null");
        return isWord ? new SpecNode { Place = place, Kind = JsonTokenType.String, Text = text } : SpecText.Parse(text, _ => place);
    }

    private static SpecException LeadsNowhere(string place, SpecNode node, SpecStep step)
    {
        var keys = node.Members.Select(member => member.Key).ToArray();
        return node.Kind switch
        {
            JsonTokenType.StartObject => new SpecException(
                $"{place}: there is no {step.ToString().TrimStart('.')}, expected one of "
                    + $"{Quotation.List(keys)}{Spelling.Hint(step.Key ?? "", keys)}"),
            JsonTokenType.StartArray => new SpecException(
                $"{place}: {step.ToString().TrimStart('.')} is no place in a list of {node.Items.Count} values, "
                    + $"expected [0] to [{Math.Max(0, node.Items.Count - 1)}]."),
            _ => new SpecException(
                $"{place}: {step.ToString().TrimStart('.')} leads into {node.Found}, expected a path to a value of the spec."),
        };
    }
}
