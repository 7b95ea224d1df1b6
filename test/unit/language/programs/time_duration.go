package main

import (
	"fmt"
	"time"
)

func main() {
	d := 90*time.Minute + 30*time.Second + 5*time.Millisecond
	fmt.Println(d, d.Hours(), d.Minutes(), d.Seconds(), d.Milliseconds(), d.Round(time.Minute), d.Truncate(time.Hour))
	for _, s := range []string{"1h30m", "1.5s", "-2ms", "3us", "100ns", "1d", "", "5"} {
		d, err := time.ParseDuration(s)
		fmt.Println(d, err)
	}
	t := time.Date(2024, time.February, 28, 23, 30, 0, 123456789, time.UTC)
	u := t.Add(36 * time.Hour)
	fmt.Println(u, u.Weekday(), u.YearDay(), u.Sub(t), t.Before(u), t.Equal(t.Local()))
	fmt.Println(t.Format(time.RFC3339Nano), t.Format("Mon Jan _2 15:04:05 2006"), t.Format("02/01/06 03:04PM .000"))
	p, err := time.Parse("2006-01-02 15:04", "2023-07-09 08:05")
	fmt.Println(p, err)
	_, err = time.Parse(time.RFC3339, "nonsense")
	fmt.Println(err)
	fmt.Println(t.Unix(), t.UnixNano(), time.Unix(1700000000, 5).UTC(), time.UnixMilli(1234).UTC())
	y, w := t.ISOWeek()
	fmt.Println(y, w, t.AddDate(1, 1, 1), t.Truncate(time.Hour), time.Time{}.IsZero(), time.Time{})
	z := time.FixedZone("X", 3600*5+1800)
	fmt.Println(t.In(z), t.In(z).Day(), time.Duration(1<<63-1), time.Duration(-1<<63))
	fmt.Println(int64(time.Second), time.Second*2 > time.Millisecond, time.Duration(2.5*float64(time.Second)))
	fmt.Printf("%v %d %s %T\n", time.Millisecond, time.Millisecond, time.March, d)
}
