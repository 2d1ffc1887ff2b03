using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Superposition.Specs;

namespace Superposition.Studies;

/// <summary>One point of the grid that a task or network of a study spans.</summary>
/// <typeparam name="T">A task or a network recipe.</typeparam>
/// <param name="Value">The task or recipe at this point.</param>
/// <param name="Coordinates">The values varied or tuned there, by name.</param>
public sealed record GridPoint<T>(T Value, ImmutableSortedDictionary<string, StudyValue> Coordinates);

/// <summary>
/// The grid within one entry of a spec: any value may be <c>{ "vary": [...] }</c> (varied for the question's sake) or <c>{ "tune": [...]
/// }</c> (tuned for fairness' sake). An axis is named by its key or by "as"; axes of one name in one entry move together.
/// </summary>
internal static class Grid
{
    public const string Vary = "vary";
    public const string Tune = "tune";
    public const string As = "as";

    /// <summary>Whether a value is a list to vary or tune.</summary>
    public static bool IsAxis(SpecNode node) => node.Kind == JsonTokenType.StartObject && (node[Vary] ?? node[Tune]) is not null;

    /// <summary>The names of an entry's axes, those that are tuned marked.</summary>
    public static IEnumerable<(string Name, bool IsTuned)> Names(SpecNode entry) => Axes(entry).Select(axis => (axis.Name, axis.IsTuned));

    /// <summary>Every point of an entry's grid; the first axis moves slowest.</summary>
    /// <exception cref="SpecException">Axes of one name have different lengths, or two values of an axis cannot be told apart.</exception>
    public static IEnumerable<GridPoint<T>> Unfold<T>(SpecNode entry)
    {
        var axes = Axes(entry);
        var choice = new int[axes.Length];
        while (true)
        {
            var values = axes.SelectMany((axis, a) => axis.Lists.Select(list => (list, list.Value.Items[choice[a]]))).ToDictionary(pair =>
                pair.list.Node, pair => pair.Item2);
            var coordinates = axes.Select((axis, a) => KeyValuePair.Create(axis.Name, Label(axis.Lists[0].Value.Items[choice[a]])));
            yield return new GridPoint<T>(
                JsonSerializer.Deserialize<T>(entry.Replace(values).ToJson().Span, SpecJson.Line)!,
                coordinates.ToImmutableSortedDictionary(StringComparer.Ordinal));
            var last = axes.Length - 1;
            while (last >= 0 && ++choice[last] == axes[last].Lists[0].Value.Items.Count)
            {
                choice[last--] = 0;
            }

            if (last < 0)
            {
                yield break;
            }
        }
    }

    private static ImmutableArray<Axis> Axes(SpecNode entry)
    {
        var axes = new List<Axis>();
        Collect(entry, "", axes);
        return [.. axes];
    }

    private static void Collect(SpecNode node, string key, List<Axis> axes)
    {
        if (IsAxis(node))
        {
            var list = new AxisList(node, node[Vary] ?? node[Tune]!);
            var name = node[As]?.Text ?? key;
            if (key.Length == 0)
            {
                throw new SpecException($"{node.Place}: a whole task or network is varied, expected lists in the place of its values, "
                    + "or several tasks or networks.");
            }

            var isTuned = node[Vary] is null;
            var at = axes.FindIndex(axis => axis.Name == name);
            if (at < 0)
            {
                RequireDifferentLabels(list.Value, name);
                axes.Add(new Axis(name, isTuned, [list]));
            }
            else if (axes[at].Lists[0].Value.Items.Count != list.Value.Items.Count || axes[at].IsTuned != isTuned)
            {
                throw new SpecException(
                    $"{node.Place}: \"{name}\" has {list.Value.Items.Count} values here and {axes[at].Lists[0].Value.Items.Count} "
                        + "elsewhere, expected as many of the same sort, because values of one name move together; \"as\" gives another "
                        + "name.");
            }
            else
            {
                axes[at] = axes[at] with { Lists = axes[at].Lists.Add(list) };
            }

            return;
        }

        foreach (var member in node.Members)
        {
            Collect(member.Value, member.Key, axes);
        }

        foreach (var item in node.Items)
        {
            Collect(item, key, axes);
        }
    }

    private static void RequireDifferentLabels(SpecNode list, string name)
    {
        var seen = new HashSet<StudyValue>();
        if (list.Items.Find(item => !seen.Add(Label(item))) is { } twice)
        {
            throw new SpecException($"{twice.Place}: \"{name}\" has the value {Label(twice)} twice, expected different values.");
        }
    }

    /// <summary>What a value is called in the table: itself, or for an object its kind and values, "power-4".</summary>
    private static StudyValue Label(SpecNode node) => node.Kind switch
    {
        JsonTokenType.Number => double.Parse(node.Text, CultureInfo.InvariantCulture),
        JsonTokenType.String => node.Text,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => "none",
        JsonTokenType.StartArray => string.Join('-', node.Items.Select(Label)),
        _ => string.Join('-', node.Members.Select(member => Label(member.Value))),
    };

    private sealed record Axis(string Name, bool IsTuned, ImmutableArray<AxisList> Lists);

    private sealed record AxisList(SpecNode Node, SpecNode Value);
}
