using System.CommandLine;

namespace Superposition.Cli.Commands;

/// <summary>A command whose help ends with an example.</summary>
internal abstract class ExampleCommand : Command
{
    /// <summary>How long commands may take to stop that save the state of training first.</summary>
    protected static readonly TimeSpan TimeToSave = TimeSpan.FromMinutes(1);

    protected ExampleCommand(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction((parsed, cancellation) =>
        {
            if (Computes)
            {
                Torch.UseOneThread();
            }

            return Start(parsed, parsed.GetValue<bool>(CommandTree.Json), cancellation);
        });
    }

    /// <summary>Command lines that can be typed as they are.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Whether the command computes with tensors. Loading libtorch takes half a second, so others leave it alone.</summary>
    public virtual bool Computes => true;

    /// <summary>How long the command may take to stop when it is told to; after that the process ends without it.</summary>
    public virtual TimeSpan TimeToStop => TimeSpan.FromSeconds(2);

    /// <summary>Does the work of a command that waits for events; of all others, <see cref="Run"/> does.</summary>
    /// <inheritdoc cref="Run"/>
    protected virtual Task<int> Start(ParseResult parsed, bool json, CancellationToken cancellation) =>
        Task.FromResult(Run(parsed, json, cancellation));

    /// <summary>Does what the command is for, once its arguments are understood.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="json">Whether the result is for a program.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The exit code.</returns>
    protected virtual int Run(ParseResult parsed, bool json, CancellationToken cancellation) =>
        throw new InvalidOperationException($"{Name} neither runs nor starts.");
}
