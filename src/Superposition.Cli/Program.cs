using System.CommandLine;
using System.Runtime.InteropServices;
using Superposition.Cli.Commands;
using Superposition.Cli.Machine;

namespace Superposition.Cli;

/// <summary>The entry point of <c>superposition</c>.</summary>
public static class Program
{
    /// <summary>Runs a command as a function, so that tests can.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="error">Takes complaints.</param>
    /// <param name="outputIsTerminal">Whether results go to a terminal: then progress is drawn.</param>
    /// <param name="errorIsTerminal">Whether complaints are.</param>
    /// <param name="cancellation">Stops the command; what is finished is saved.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 wrong input, 130 interrupted.</returns>
    public static async Task<int> Run(
        string[] args, TextWriter output, TextWriter error, bool outputIsTerminal = false, bool errorIsTerminal = false,
        CancellationToken cancellation = default)
    {
        var screen = new Screen(output, error, outputIsTerminal, errorIsTerminal);
        try
        {
            var parsed = CommandTree.Build(screen).Parse(args);
            Understanding.Require(parsed);
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null
            };
            return await UntilDone(
                () => parsed.InvokeAsync(configuration, cancellation), parsed.CommandResult.Command is ExampleCommand command
                ? command.TimeToStop
                : TimeSpan.Zero, cancellation);
        }
        catch (Exception e)
        {
            return Complaint.About(e, error, screen.WidthOfErrors, args.Contains(CommandTree.Json, StringComparer.Ordinal));
        }
    }

    /// <summary>
    /// The exit code of a command. One that has been told to stop, and does not within its time (it is deep in a tensor operation or a
    /// file), is left: what it writes appears whole or not at all.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was left.</exception>
    private static async Task<int> UntilDone(Func<Task<int>> command, TimeSpan timeToStop, CancellationToken cancellation)
    {
        var work = Task.Run(command, CancellationToken.None);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(told.SetResult);
        await Task.WhenAny(work, told.Task);
        return await Task.WhenAny(work, Task.Delay(timeToStop, CancellationToken.None)) == work
            ? await work
            : throw new OperationCanceledException(cancellation);
    }

    private static async Task<int> Main(string[] args)
    {
        NativeHeap.KeepFreedBlocks();

        // Not disposed: a signal can arrive while the process ends, and its handler runs on another thread.
        var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        return await Run(args, Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected, cancellation.Token);

        // The first signal lets the command save what it has. The second ends the process at once: finished cells are on the disk already.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }
}
