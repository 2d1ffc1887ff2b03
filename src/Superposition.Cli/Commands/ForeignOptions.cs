using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Foreign;

namespace Superposition.Cli.Commands;

/// <summary>The options that say how a foreign file is to be read.</summary>
/// <param name="takesAll">Whether the command takes every network of a stack.</param>
internal sealed class ForeignOptions(bool takesAll = false)
{
    private const int AllInstances = int.MaxValue;

    private readonly Option<string?> map = new("--map")
    {
        Description =
            "Foreign network: which arrays are which parts: pairs KEY=ARRAY separated by commas, with the keys layers.0.weight, "
            + "layers.0.bias, …, readout.weight; ARRAY.T is the array transposed.",
        HelpName = "KEY=ARRAY,…",
    };

    private readonly Option<int?> features =
        NumberOption.Features("Foreign network: its number of features, where the shapes leave the orientation open.", 1, int.MaxValue);
    private readonly Option<int?> instance = Instance(takesAll);

    /// <summary>The options in the order in which help lists them.</summary>
    public IEnumerable<Option> All => [map, features, instance];

    /// <summary>What they say of one network.</summary>
    /// <exception cref="CallerException">The map cannot be understood.</exception>
    public ForeignReading Reading(ParseResult parsed)
    {
        var text = parsed.GetValue(map);
        try
        {
            return new ForeignReading
            {
                Map = text is null ? KeyMap.Empty : KeyMap.Parse(text),
                Features = parsed.GetValue(features),
                Instance = parsed.GetValue(instance) is { } one and not AllInstances ? one : null,
            };
        }
        catch (NetworkFileException e)
        {
            throw new CallerException($"--map: {e.Message}", e);
        }
    }

    /// <summary>Whether every network of a stack is asked for.</summary>
    public bool WantsAll(ParseResult parsed) => parsed.GetValue(instance) == AllInstances;

    /// <summary>What they say of each network that is asked for, in the order of the file.</summary>
    /// <exception cref="CallerException">All networks of a file are asked for that holds one, or the map cannot be understood.</exception>
    public ImmutableArray<ForeignReading> Readings(ParseResult parsed, string path)
    {
        var reading = Reading(parsed);
        if (!WantsAll(parsed))
        {
            return [reading];
        }

        var count = NetworkFile.Instances(path, reading) ?? throw new CallerException(
            $"{path} holds one network, expected a leading axis of instances for --instance all.");
        return [.. Enumerable.Range(0, checked((int)count)).Select(i => reading with { Instance = i })];
    }

    private static Option<int?> Instance(bool takesAll) => new("--instance")
    {
        Description = $"Foreign network: which one of a stack along the first axis, from 0{(takesAll ? ", or all" : "")}.",
        HelpName = takesAll ? "k|all" : "k",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (takesAll && text == "all")
            {
                return AllInstances;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != AllInstances)
            {
                return number;
            }

            result.AddError($"--instance is \"{text}\", expected a whole number from 0{(takesAll ? ", or all" : "")}.");
            return null;
        },
    };
}
