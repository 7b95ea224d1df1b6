package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// It sends itself signals that it watches, one after the other, and one that it ignores.
func main() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1, syscall.SIGTERM)
	for _, s := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGTERM, syscall.SIGUSR1} {
		syscall.Kill(os.Getpid(), s)
		fmt.Println(<-signals)
	}
	signal.Stop(signals)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	syscall.Kill(os.Getpid(), syscall.SIGINT)
	<-ctx.Done()
	stop()
	signal.Ignore(syscall.SIGHUP)
	syscall.Kill(os.Getpid(), syscall.SIGHUP)
	fmt.Println(ctx.Err(), signal.Ignored(syscall.SIGHUP))
	signal.Reset(syscall.SIGUSR2)
	syscall.Kill(os.Getpid(), syscall.SIGUSR2)
	select {}
}
