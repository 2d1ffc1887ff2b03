using System.CommandLine;
using Superposition.Cli.Commands.Construct;
using Superposition.UniversalAnd;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition construct</c>: one command a kind of construction.</summary>
internal sealed class ConstructCommand : ExampleCommand
{
    public ConstructCommand(Screen screen)
        : base(
            "construct", "Build one analytic network and compare its errors with its own prediction and the controls.",
            "superposition construct sign --features 64 --active 3 --neurons 1024",
            "superposition construct superposed-projection --features 128 --active 2 --neurons 2048 --input-dimension 512",
            "superposition construct high-fan-in --features 24 --active 4 --neurons 2048 --fan-in 3",
            "superposition construct circuit --circuit experiments/04-high-fan-in-and-circuits/circuits/full-adder.blif --features 24 "
                + "--active 3 --neurons 512",
            "superposition construct deep-fused --features 128 --active 3 --neurons 768 --layers 4",
            "superposition construct sign --help")
    {
        // A new kind is one line here. Mean-subtracted read-offs are the default of their family's command.
        foreach (var construction in UniversalAndConstructions.All.Where(construction => construction is not MeanSubtracted))
        {
            Add(new UniversalAndKind(screen, construction));
        }

        Add(new CodeKind(screen));
        Add(new TargetedKind(screen));
        Add(new KeysKind(screen));
        Add(new HighFanInKind(screen));
        Add(new CircuitKind(screen));
        Add(new ErrorCorrectionKind(screen));
        Add(new DeepKind(screen, alternates: false));
        Add(new DeepKind(screen, alternates: true));
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation) =>
        throw new CallerException(
            $"superposition construct: the kind is missing, expected one of {string.Join(", ", Subcommands.Select(kind => kind.Name))}.");
}
