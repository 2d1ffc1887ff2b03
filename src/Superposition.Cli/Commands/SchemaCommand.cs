using System.CommandLine;
using Superposition.Studies;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition schema</c>.</summary>
internal sealed class SchemaCommand(Screen screen)
    : ExampleCommand(
        "schema", "Print the JSON Schema of experiment specs, for editors.", "superposition schema > experiments/spec.schema.json")
{
    /// <inheritdoc/>
    public override bool Computes => false;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        screen.Text(SpecSchema.Export());
        return ExitCode.Done;
    }
}
