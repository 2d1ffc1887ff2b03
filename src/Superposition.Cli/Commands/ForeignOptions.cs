using System.CommandLine;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Foreign;

namespace Superposition.Cli.Commands;

/// <summary>The options that say how a foreign file is to be read.</summary>
internal sealed class ForeignOptions
{
    private readonly Option<string?> map = MapOption();
    private readonly Option<int?> features = FeaturesOption();
    private readonly Option<int?> instance = NumberOption.Whole("--instance", "k", "Foreign network: which one of a stack along the first axis, from 0.", 0, int.MaxValue);

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [map, features, instance];

    /// <summary>The map of keys.</summary>
    public static Option<string?> MapOption() => new("--map")
    {
        Description = "Foreign network: which arrays are which parts: pairs KEY=ARRAY separated by commas, with the keys layers.0.weight, layers.0.bias, …, readout.weight; ARRAY.T is the array transposed.",
        HelpName = "KEY=ARRAY,…",
    };

    /// <summary>The number of features.</summary>
    public static Option<int?> FeaturesOption() => NumberOption.Features("Foreign network: its number of features, where the shapes leave the orientation open.", 1, int.MaxValue);

    /// <summary>What they say.</summary>
    /// <exception cref="CallerException">The map cannot be understood.</exception>
    public ForeignReading Reading(ParseResult parsed) => Reading(parsed.GetValue(map), parsed.GetValue(features), parsed.GetValue(instance));

    /// <summary>What they say.</summary>
    /// <exception cref="CallerException">The map cannot be understood.</exception>
    public static ForeignReading Reading(string? map, int? features, int? instance)
    {
        try
        {
            return new ForeignReading { Map = map is null ? KeyMap.Empty : KeyMap.Parse(map), Features = features, Instance = instance };
        }
        catch (NetworkFileException e)
        {
            throw new CallerException($"--map: {e.Message}", e);
        }
    }
}
