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
    public static Task<int> Run(
        string[] args, TextWriter output, TextWriter error, bool outputIsTerminal = false, bool errorIsTerminal = false,
        CancellationToken cancellation = default) =>
        Run(args, new Screen(output, error, outputIsTerminal, errorIsTerminal), output, error, _ => { }, cancellation);

    private static async Task<int> Run(
        string[] args, Screen screen, TextWriter output, TextWriter error, Action<int> leave, CancellationToken cancellation)
    {
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
            var code = Complaint.About(e, error, screen.WidthOfErrors, args.Contains(CommandTree.Json, StringComparer.Ordinal));
            if (e is LeftAtWorkException)
            {
                leave(code);
            }

            return code;
        }
    }

    /// <summary>
    /// The exit code of a command. One that has been told to stop, and does not within its time (it is deep in a tensor operation or a
    /// file), is left: what it writes appears whole or not at all.
    /// </summary>
    /// <exception cref="LeftAtWorkException">It was left, and threads of it are still at work.</exception>
    private static async Task<int> UntilDone(Func<Task<int>> command, TimeSpan timeToStop, CancellationToken cancellation)
    {
        var work = Task.Run(command, CancellationToken.None);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(told.SetResult);
        await Task.WhenAny(work, told.Task);
        return await Task.WhenAny(work, Task.Delay(timeToStop, CancellationToken.None)) == work
            ? await work
            : throw new LeftAtWorkException(cancellation);
    }

    private static async Task<int> Main(string[] args)
    {
        NativeHeap.KeepFreedBlocks();

        // Not disposed: a signal can arrive while the process ends, and its handler runs on another thread.
        var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        var screen = new Screen(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);
        return await Run(args, screen, Console.Out, Console.Error, ProcessEnd.AtOnce, cancellation.Token);

        // The first signal lets the command save what it has. The second ends the process at once: finished cells are on the disk already.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }

    /// <summary>A command was told to stop and did not within its time.</summary>
    private sealed class LeftAtWorkException(CancellationToken cancellation) : OperationCanceledException(cancellation);
}
